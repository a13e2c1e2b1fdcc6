/** Benchmarks of the framework's components under JMH. */
@NullMarked
package org.distill4j.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
