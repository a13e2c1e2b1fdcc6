/** Trainings on disk, to go on from after they were stopped or killed. */
@NullMarked
package org.distill4j.core.checkpoint;

import org.jspecify.annotations.NullMarked;
