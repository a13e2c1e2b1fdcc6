@NullMarked
package org.distill4j.data;

import org.jspecify.annotations.NullMarked;
