/** Metrics of trained models. */
@NullMarked
package org.distill4j.core.metric;

import org.jspecify.annotations.NullMarked;
