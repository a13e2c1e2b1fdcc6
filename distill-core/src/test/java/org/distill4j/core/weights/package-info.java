@NullMarked
package org.distill4j.core.weights;

import org.jspecify.annotations.NullMarked;
