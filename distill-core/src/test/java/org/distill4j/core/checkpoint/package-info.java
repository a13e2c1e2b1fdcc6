/** Checkpoints and their files. */
@NullMarked
package org.distill4j.core.checkpoint;

import org.jspecify.annotations.NullMarked;
