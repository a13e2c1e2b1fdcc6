/** The whole-run comparison: what is measured, each in a process of its own. */
@NullMarked
package org.distill4j.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
