/** The job that all programs do, and the interface of a program. */
@NullMarked
package org.distill4j.benchmarks.job;

import org.jspecify.annotations.NullMarked;
