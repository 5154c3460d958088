/** What is promised, or a rejection after so many milliseconds. */
export async function withTimeout<T>(promised: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("took too long")), ms);
  });
  return Promise.race([promised, tooLate]).finally(() => clearTimeout(timer));
}
