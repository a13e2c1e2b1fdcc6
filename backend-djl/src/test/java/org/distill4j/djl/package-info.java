@NullMarked
package org.distill4j.djl;

import org.jspecify.annotations.NullMarked;
