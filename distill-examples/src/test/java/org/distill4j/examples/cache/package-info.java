@NullMarked
package org.distill4j.examples.cache;

import org.jspecify.annotations.NullMarked;
