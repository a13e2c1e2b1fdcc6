@NullMarked
package org.distill4j.train;

import org.jspecify.annotations.NullMarked;
