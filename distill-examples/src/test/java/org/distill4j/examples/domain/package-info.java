@NullMarked
package org.distill4j.examples.domain;

import org.jspecify.annotations.NullMarked;
