@NullMarked
package org.distill4j.tensor;

import org.jspecify.annotations.NullMarked;
