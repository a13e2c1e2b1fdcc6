/** Runnable programs that show distillation at work. */
@NullMarked
package org.distill4j.examples;

import org.jspecify.annotations.NullMarked;
