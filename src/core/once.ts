/** Work done once for an object, however often it is asked for, and forgotten with it. */

/** `work`, whose answer for each key is kept as long as the key lives. */
export function once<K extends object, V>(work: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    let answer = known.get(key);
    if (answer === undefined) known.set(key, (answer = { value: work(key) }));
    return answer.value;
  };
}
