/** What is measured of a trained model. */
@NullMarked
package org.distill4j.core.metric;

import org.jspecify.annotations.NullMarked;
