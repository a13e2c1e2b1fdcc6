/** The tensor algebra in which models and losses are written. */
@NullMarked
package org.distill4j.tensor;

import org.jspecify.annotations.NullMarked;
