import type { NextConfig } from 'next';

const config: NextConfig = {
  // A build must not replace the files of `next dev` that runs meanwhile.
  distDir: process.env.NODE_ENV === 'development' ? '.next-dev' : '.next',
  // Static files: the API serves them itself, so production needs no Node.
  output: 'export',
  // `next dev` forgets a page after a minute, and compiles it again for seconds.
  onDemandEntries: { maxInactiveAge: 3_600_000, pagesBufferLength: 100 },
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
