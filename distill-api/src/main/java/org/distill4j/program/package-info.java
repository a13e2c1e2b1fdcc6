/** Recorded models and training steps: what a backend compiles. */
@NullMarked
package org.distill4j.program;

import org.jspecify.annotations.NullMarked;
