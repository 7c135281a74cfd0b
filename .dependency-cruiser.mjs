// Imports go strictly downwards; folders on one level do not know each other.
const levels = [
  ['core'],
  ['statistics', 'invoices'],
  ['ocr'],
  ['datasets', 'models'],
  ['spec'],
  ['runtimes', 'scoring'],
  ['stages'],
  ['plugins'],
  ['tasks'],
  ['plan'],
  ['records'],
  ['compare'],
  ['schedule'],
  ['report'],
  ['dashboard'],
  ['index'],
  ['cli'],
  ['main'],
];
const pathOf = (names) => `^src/(${names.join('|')})(/|\\.ts$)`;

const downwards = levels.flatMap((names, level) =>
  names.map((name) => {
    const forbidden = [...names.filter((other) => other !== name), ...levels.slice(level + 1).flat()];
    return {
      name: `${name}-imports-downwards`,
      severity: 'error',
      from: { path: pathOf([name]), pathNot: '\\.test\\.ts$' },
      to: { path: forbidden.length > 0 ? pathOf(forbidden) : '^$' },
    };
  }),
);

export default {
  forbidden: [
    ...downwards,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'model-packages-stay-inside',
      comment: 'A model library may only be named where models are run or described: everything else uses the port.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(runtimes|models)/' },
      to: { path: 'node_modules/(node-llama-cpp|koffi|onnxruntime-node|@huggingface|@xenova)/' },
    },
    {
      name: 'statistics-and-report-are-pure',
      severity: 'error',
      from: { path: '^src/(statistics|report)/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
