// One line for each file of this folder.
export { auth } from './auth';
export { bookDemo } from './book-demo';
export { common } from './common';
export { dashboard } from './dashboard';
export { documents } from './documents';
export { errors } from './errors';
export { home } from './home';
export { password } from './password';
export { validation } from './validation';
