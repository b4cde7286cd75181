export const dashboard = {
  title: 'Dashboard',
  welcome: (name: string) => `Welcome, ${name}.`,
};
