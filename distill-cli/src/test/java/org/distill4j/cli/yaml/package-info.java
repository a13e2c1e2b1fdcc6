@NullMarked
package org.distill4j.cli.yaml;

import org.jspecify.annotations.NullMarked;
