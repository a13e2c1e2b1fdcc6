@NullMarked
package org.distill4j.examples;

import org.jspecify.annotations.NullMarked;
