/** Recorded models and training steps, which backends compile. */
@NullMarked
package org.distill4j.program;

import org.jspecify.annotations.NullMarked;
