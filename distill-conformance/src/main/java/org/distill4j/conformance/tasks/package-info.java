/** Small trainings of each task, which engines run in their tests. Not exported. */
@NullMarked
package org.distill4j.conformance.tasks;

import org.jspecify.annotations.NullMarked;
