/** The job that all programs do, and what a program is. */
@NullMarked
package org.distill4j.benchmarks.job;

import org.jspecify.annotations.NullMarked;
