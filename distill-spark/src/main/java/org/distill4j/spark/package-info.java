/** Distillation on Apache Spark. */
@NullMarked
package org.distill4j.spark;

import org.jspecify.annotations.NullMarked;
