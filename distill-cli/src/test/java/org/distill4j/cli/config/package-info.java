@NullMarked
package org.distill4j.cli.config;

import org.jspecify.annotations.NullMarked;
