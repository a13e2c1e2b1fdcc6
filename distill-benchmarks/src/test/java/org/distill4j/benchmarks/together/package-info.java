/** All backends on one class path and in one process. */
@NullMarked
package org.distill4j.benchmarks.together;

import org.jspecify.annotations.NullMarked;
