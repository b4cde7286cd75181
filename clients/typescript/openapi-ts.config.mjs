// No import: the web app reads these settings too, with a generator of its own folder.
/** @type {import('@hey-api/openapi-ts').UserConfig} */
export default {
  input: '../../openapi.json',
  // Node requires the extension in imports.
  output: { path: 'src/generated', module: { extension: '.js' } },
  plugins: [
    { name: '@hey-api/client-fetch', throwOnError: true },
    '@hey-api/typescript',
    {
      name: '@hey-api/sdk',
      // The operation `Users-login` becomes `UsersService.login`.
      operations: {
        strategy: 'byTags',
        containerName: '{{name}}Service',
        methodName: { name: (id) => id.slice(id.indexOf('-') + 1), case: 'camelCase' },
      },
    },
  ],
};
