/** Training: plans, events and reports. */
@NullMarked
package org.distill4j.train;

import org.jspecify.annotations.NullMarked;
