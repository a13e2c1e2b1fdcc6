/** The parts of the framework under JMH. */
@NullMarked
package org.distill4j.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
