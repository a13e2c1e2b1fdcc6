/** Layers: the parts that models are put together from. */
@NullMarked
package org.distill4j.core.layer;

import org.jspecify.annotations.NullMarked;
