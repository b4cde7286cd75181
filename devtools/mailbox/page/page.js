// The content of an e-mail is untrusted. The page shows it only as text, and shows its
// HTML only inside the sandboxed frame.

const CODE = /(?<!\d)\d{6}(?!\d)/;
const POLL = 1000; // milliseconds
const TABS = ["html", "text", "more"];

const byId = (id) => document.getElementById(id);
const state = { messages: [], shown: null, version: null };

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function clock(receivedAt) {
  const date = new Date(receivedAt);
  const today = date.toDateString() === new Date().toDateString();
  return today ? date.toLocaleTimeString() : date.toLocaleDateString();
}

function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function address(message) {
  return `#${encodeURIComponent(message.id)}`;
}

// The list

function wanted(message) {
  const words = byId("search").value.trim().toLowerCase();
  return [message.to, message.from, message.subject].some((value) =>
    value.toLowerCase().includes(words),
  );
}

function row(message) {
  const link = make(
    "a",
    { href: address(message) },
    make("span", { className: "subject", textContent: message.subject }),
    make("time", {
      dateTime: message.received_at,
      textContent: clock(message.received_at),
    }),
    make("span", { className: "to", textContent: message.to }),
    make("span", {
      className: "short",
      textContent: message.text.match(CODE)?.[0] ?? "",
    }),
  );
  link.dataset.id = message.id;
  return make("li", {}, link);
}

function drawList() {
  const focused = document.activeElement?.dataset.id;
  const rows = state.messages.filter(wanted).map(row);
  byId("list").replaceChildren(...rows);
  byId("unmatched").hidden = rows.length > 0 || state.messages.length === 0;
  for (const link of byId("list").querySelectorAll("a")) {
    if (link.dataset.id === focused) link.focus({ preventScroll: true });
  }
  markCurrent();
}

function markCurrent() {
  for (const link of byId("list").querySelectorAll("a")) {
    if (link.dataset.id === state.shown) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

// One e-mail

function facts(pairs) {
  return pairs.map(([name, value]) =>
    make(
      "div",
      {},
      make("dt", { textContent: name }),
      make("dd", { textContent: value }),
    ),
  );
}

function file(message, attachment, index) {
  const link = make("a", {
    href: `messages/${encodeURIComponent(message.id)}/attachments/${index}`,
    download: attachment.filename,
    textContent: `${attachment.filename} (${size(attachment.size)})`,
    title: attachment.type,
  });
  return make("li", {}, link);
}

function fill(message) {
  const sender = message.from_name
    ? `${message.from_name} <${message.from}>`
    : message.from;
  byId("subject").textContent = message.subject;
  byId("to").textContent = message.to;
  byId("from").textContent = sender;
  byId("time").dateTime = message.received_at;
  byId("time").textContent = new Date(message.received_at).toLocaleString();

  const code = message.text.match(CODE)?.[0];
  byId("code-box").hidden = !code;
  byId("code").textContent = code ?? "";
  byId("copy").textContent = "Copy code";

  byId("files-box").hidden = message.attachments.length === 0;
  byId("files").replaceChildren(
    ...message.attachments.map((each, index) => file(message, each, index)),
  );

  const more = [
    ["via", message.via],
    ...(message.calendar ? [[message.calendar_type, message.calendar]] : []),
    ...Object.entries(message.headers),
    ...Object.entries(message.custom_args),
  ];
  byId("text").textContent = message.text;
  showHtml(message.html);
  byId("more").replaceChildren(...facts(more));
  byId("tab-html").hidden = !message.html;
  byId("tab-text").hidden = !message.text;
  byId("tab-more").hidden = more.length === 0;
  selectTab(TABS.find((name) => !byId(`tab-${name}`).hidden) ?? "text");
}

function showHtml(html) {
  // Each e-mail gets a new frame. Reusing the frame would add entries to the history of
  // the page, and Chromium leaves a frame blank that was hidden meanwhile.
  const frame = byId("frame").cloneNode();
  frame.srcdoc = html;
  byId("frame").replaceWith(frame);
}

function drawMail() {
  const chosen = state.messages.find((message) => location.hash === address(message));
  // If no e-mail is chosen, a wide screen shows the newest.
  const message = chosen ?? state.messages[0];
  byId("main").toggleAttribute("data-chosen", Boolean(chosen));
  byId("mail").hidden = !message;
  if (message && message.id !== state.shown) fill(message);
  state.shown = message?.id ?? null;
  markCurrent();
}

function selectTab(chosen) {
  for (const name of TABS) {
    const selected = name === chosen;
    byId(`tab-${name}`).setAttribute("aria-selected", String(selected));
    byId(`tab-${name}`).tabIndex = selected ? 0 : -1;
    byId(`panel-${name}`).hidden = !selected;
  }
}

function moveTab(event) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step) return;
  const names = TABS.filter((name) => !byId(`tab-${name}`).hidden);
  const now = names.findIndex((name) => event.target.id === `tab-${name}`);
  const next = names[(now + step + names.length) % names.length];
  selectTab(next);
  byId(`tab-${next}`).focus();
}

async function copyCode() {
  const code = byId("code");
  try {
    await navigator.clipboard.writeText(code.textContent);
    byId("copy").textContent = "Copied";
    announce("Code copied");
  } catch {
    // Browsers allow this only on localhost and HTTPS. Otherwise select the code.
    getSelection().selectAllChildren(code);
    announce("Code selected; copy it with the keyboard");
  }
}

// New e-mails

function announce(text) {
  byId("news").textContent = text;
}

function connection(name, text) {
  const element = byId("connection");
  if (element.textContent === text) return;
  element.dataset.state = name;
  element.textContent = text;
}

function take(messages) {
  const known = new Set(state.messages.map((message) => message.id));
  const fresh = messages.filter((message) => !known.has(message.id));
  const first = state.version === null;
  const version = messages.map((message) => message.id).join();
  if (version === state.version) return;
  state.messages = messages;
  state.version = version;
  if (fresh.length > 0 && !first) announce(`New e-mail: ${fresh[0].subject}`);
  document.title = messages.length ? `Mailbox (${messages.length})` : "Mailbox";
  byId("clear").disabled = messages.length === 0;
  byId("empty").hidden = messages.length > 0;
  document.querySelector(".list").hidden = messages.length === 0;
  drawList();
  drawMail();
}

async function refresh() {
  try {
    const response = await fetch("messages");
    if (!response.ok) throw new Error(response.statusText);
    take(await response.json());
    connection("good", "Listening");
  } catch {
    connection("bad", "The mailbox does not answer");
  }
}

async function poll() {
  if (!document.hidden) await refresh();
  setTimeout(poll, POLL);
}

async function clear() {
  if (!confirm("Delete all e-mails in this mailbox?")) return;
  await fetch("messages", { method: "DELETE" }).catch(() => {});
  await refresh();
}

byId("address").textContent = location.origin;
byId("search").addEventListener("input", drawList);
byId("clear").addEventListener("click", clear);
byId("copy").addEventListener("click", copyCode);
for (const name of TABS) {
  byId(`tab-${name}`).addEventListener("click", () => selectTab(name));
  byId(`tab-${name}`).addEventListener("keydown", moveTab);
}
addEventListener("hashchange", () => {
  drawMail();
  if (location.hash.length > 1) byId("mail").focus();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh();
});
poll();
