// What was refused is written down about a second later: whoever asks quickly for it is not told that it is not there.

const triesMax = 8
const tryAgainMs = 250

/** Asks until there is an answer, for two seconds; answers the last one. */
export async function askAgain<T>(ask: () => Promise<T>, isThere: (answer: T) => boolean): Promise<T> {
  let answer = await ask()
  for (let tries = 1; !isThere(answer) && tries < triesMax; tries++) {
    await new Promise((resolve) => setTimeout(resolve, tryAgainMs))
    answer = await ask()
  }
  return answer
}
