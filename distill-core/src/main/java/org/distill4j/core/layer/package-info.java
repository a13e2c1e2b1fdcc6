/** Layers, from which models are composed. */
@NullMarked
package org.distill4j.core.layer;

import org.jspecify.annotations.NullMarked;
