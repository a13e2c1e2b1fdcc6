@NullMarked
package org.distill4j.core.data;

import org.jspecify.annotations.NullMarked;
