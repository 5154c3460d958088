/** For every file without a browser: what is made up for a test may be as long as the test says, and not ten things at most. */
import fc from "fast-check";

fc.configureGlobal({ defaultSizeToMaxWhenMaxSpecified: true });
