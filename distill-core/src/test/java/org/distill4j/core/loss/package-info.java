@NullMarked
package org.distill4j.core.loss;

import org.jspecify.annotations.NullMarked;
