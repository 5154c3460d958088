/** Checked alone, shared code knows neither Node nor the DOM; this is the rest that every place it runs in has. */
declare function structuredClone<T>(value: T): T;
