@NullMarked
package org.distill4j.core.train;

import org.jspecify.annotations.NullMarked;
