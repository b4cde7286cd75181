import { GUEST_PATHS, paths, SITE_PATH, USER_PATHS } from '@/config/paths';
import { keys } from '@/lib/storage';

/**
 * The script in the head of every page. It decides before the first paint:
 * - who is not logged in leaves a page that needs a login, and the other way round;
 * - who reads another language than English waits until its texts are there.
 * `data-waiting` hides the body meanwhile; it goes away after some seconds in any case, as
 * a script that does not load must not leave an empty page.
 *
 * A page that the browser took out of its back/forward cache decides again: one may have
 * logged out meanwhile.
 *
 * A form that is sent before the scripts run would load another page. It waits for them:
 * `data-early` is its number in the document.
 */
export const bootScript = `(function(){
var root=document.documentElement,stored=function(key){try{return localStorage.getItem(key)}catch(e){return null}};
function go(to){root.dataset.waiting='';location.replace(to)}
function decide(){
var path=location.pathname,token=stored(${JSON.stringify(keys.token)});
var isUser=${JSON.stringify(USER_PATHS)}.some(function(p){return path===p||path.indexOf(p+'/')===0});
var isGuest=${JSON.stringify(GUEST_PATHS)}.indexOf(path)>=0;
if(isUser&&!token)go(${JSON.stringify(paths.login)}+'?next='+encodeURIComponent(path+location.search+location.hash));
if(isGuest&&token){var next=new URLSearchParams(location.search).get('next');
go(next&&${SITE_PATH}.test(next)?next:${JSON.stringify(paths.dashboard)})}
}
decide();
addEventListener('pageshow',function(event){if(event.persisted){delete root.dataset.waiting;decide()}});
addEventListener('submit',function(event){if(root.dataset.hydrated===undefined){event.preventDefault();
root.dataset.early=[].indexOf.call(document.forms,event.target)}},true);
if(/^de\\b/i.test(stored(${JSON.stringify(keys.language)})||navigator.language))root.dataset.waiting='';
setTimeout(function(){delete root.dataset.waiting},5000);
})()`;
