/** Whether a process of this machine exists; one that belongs to somebody else counts. Ids are used again, so this may err. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
