@NullMarked
package org.distill4j.backend;

import org.jspecify.annotations.NullMarked;
