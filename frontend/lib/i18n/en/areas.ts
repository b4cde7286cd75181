// One line for each file of this folder.
export { auth } from './auth';
export { bookDemo } from './book-demo';
export { code } from './code';
export { common } from './common';
export { dashboard } from './dashboard';
export { documents } from './documents';
export { errors } from './errors';
export { factor } from './factor';
export { home } from './home';
export { password } from './password';
export { reset } from './reset';
export { signup } from './signup';
export { undo } from './undo';
export { uploads } from './uploads';
export { validation } from './validation';
