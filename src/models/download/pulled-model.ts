import type { AddedModel, AddOptions } from '../shelf/add-model.ts';
import type { DownloadTiming } from './download-file.ts';

export interface PullOptions
  extends Pick<AddOptions, 'id' | 'description' | 'replace' | 'shelf' | 'registry' | 'cache'> {
  /** Address of the hub, e.g. `https://huggingface.co`. */
  endpoint: string;
  /** Sent to the hub alone; never printed and never written. */
  token: string | undefined;
  signal: AbortSignal;
  onProgress: (file: string, doneBytes: number, totalBytes: number | null) => void;
  timing?: Partial<DownloadTiming>;
}

export interface PulledModel extends AddedModel {
  /** Whether the hub gave a checksum for every file, and all of them were right. */
  verified: boolean;
  /** Everything was here already. */
  unchanged: boolean;
}
