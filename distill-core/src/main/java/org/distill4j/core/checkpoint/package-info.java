/** Checkpoints: trainings on disk, which resume after they were stopped or killed. */
@NullMarked
package org.distill4j.core.checkpoint;

import org.jspecify.annotations.NullMarked;
