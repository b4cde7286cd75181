import type { NextConfig } from 'next';

/** What is used of webpack's types; Next brings none. */
type Chunk = { name?: string | null };
type Module = { type: string };
type Graph = { chunkGraph: { getModuleChunksIterable: (module: Module) => Iterable<Chunk> } };
type Webpack = {
  resolve: { extensionAlias?: Record<string, string[]> };
  optimization: { splitChunks?: false | { cacheGroups?: Record<string, object> } };
};

/**
 * Put what these layouts load into one file. Next makes no file below 20 kB, and rather
 * repeats code in several files of a page.
 */
function shared(name: string, layouts: readonly string[], priority: number) {
  return {
    name,
    priority,
    enforce: true,
    // Pages, layouts, and what is loaded on demand, which has no name.
    chunks: ({ name }: Chunk) => !name || name.startsWith('app/'),
    test: (module: Module, { chunkGraph }: Graph) => {
      const names = [...chunkGraph.getModuleChunksIterable(module)].map((chunk) => chunk.name);
      const isLoaded = layouts.some((layout) => names.includes(layout));
      return isLoaded && !names.includes('main-app') && !module.type.startsWith('css');
    },
  };
}

const config: NextConfig = {
  // A build must not replace the files of `next dev` that runs meanwhile.
  distDir: process.env.NODE_ENV === 'development' ? '.next-dev' : '.next',
  // Static files: the API serves them itself, so production needs no Node.
  output: 'export',
  // `next dev` forgets a page after a minute, and compiles it again for seconds.
  onDemandEntries: { maxInactiveAge: 3_600_000, pagesBufferLength: 100 },
  images: { unoptimized: true },
  // Traces say which files a server needs. There is none, and they took a quarter of a build.
  outputFileTracingExcludes: { '**': ['**/*'] },
  // Both are checks of their own; a build that repeats them takes twice as long.
  eslint: { ignoreDuringBuilds: true },
  typescript: { ignoreBuildErrors: true },
  webpack: (webpack: Webpack, { dev, isServer }) => {
    // Imports of the generated client end in `.js`, as Node wants them.
    webpack.resolve.extensionAlias = { '.js': ['.ts', '.tsx', '.js'] };
    const split = webpack.optimization.splitChunks;
    if (!dev && !isServer && split) {
      // Every page loads the first three, also where nothing is missing or broken.
      const every = ['app/layout', 'app/error', 'app/not-found'];
      split.cacheGroups = {
        ...split.cacheGroups,
        every: shared('every', every, 30),
        user: shared('user', ['app/(user)/layout'], 20),
      };
    }
    return webpack;
  },
};

export default config;
