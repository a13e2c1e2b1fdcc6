/** How times and memory are measured and told. */
@NullMarked
package org.distill4j.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
