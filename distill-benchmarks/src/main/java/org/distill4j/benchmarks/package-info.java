/** The commands that measure. */
@NullMarked
package org.distill4j.benchmarks;

import org.jspecify.annotations.NullMarked;
