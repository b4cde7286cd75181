import type { NextConfig } from 'next';

const config: NextConfig = {
  // Static files: the API serves them itself, so production needs no Node.
  output: 'export',
  images: { unoptimized: true },
  // Both are checks of their own; a build that repeats them takes twice as long.
  eslint: { ignoreDuringBuilds: true },
  typescript: { ignoreBuildErrors: true },
  // Imports of the generated client end in `.js`, as Node wants them.
  webpack: (webpack: { resolve: { extensionAlias?: Record<string, string[]> } }) => {
    webpack.resolve.extensionAlias = { '.js': ['.ts', '.tsx', '.js'] };
    return webpack;
  },
};

export default config;
