import { describe, expect, it } from 'vitest';
import { SMALL_MODEL_BYTES, splitCores } from './layout.ts';

const large = SMALL_MODEL_BYTES + 1;

describe('splitCores', () => {
  it('gives a small model a worker per core, whatever the number of cores', () => {
    expect(splitCores({ cores: 2, threads: 'auto', fileBytes: 8e6 })).toEqual([{ threads: 1, replicas: 2 }]);
    expect(splitCores({ cores: 64, threads: 'auto', fileBytes: 8e6 })).toEqual([{ threads: 1, replicas: 64 }]);
  });

  it('offers a large model every way to share the cores, the fewest threads first', () => {
    expect(splitCores({ cores: 6, threads: 'auto', fileBytes: large })).toEqual([
      { threads: 1, replicas: 6 },
      { threads: 2, replicas: 3 },
      { threads: 4, replicas: 1 },
      { threads: 6, replicas: 1 },
    ]);
    expect(splitCores({ cores: 1, threads: 'auto', fileBytes: large })).toEqual([{ threads: 1, replicas: 1 }]);
  });

  it('takes the threads of the profile as they are, also when there are fewer cores', () => {
    expect(splitCores({ cores: 8, threads: 3, fileBytes: large })).toEqual([{ threads: 3, replicas: 2 }]);
    expect(splitCores({ cores: 2, threads: 1024, fileBytes: 8e6 })).toEqual([{ threads: 1024, replicas: 1 }]);
  });
});
