package io.nvvideo.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.nvvideo.media.FrameInfo;
import io.nvvideo.media.Rational;
import io.nvvideo.spark.column.BoundPath;
import io.nvvideo.spark.column.ColumnPath;
import io.nvvideo.spark.column.Need;
import io.nvvideo.spark.condition.Condition;
import io.nvvideo.spark.condition.Condition.Comparison;
import io.nvvideo.spark.condition.Condition.Operator;
import io.nvvideo.spark.condition.Operand;
import io.nvvideo.spark.condition.Outcomes;
import io.nvvideo.spark.condition.ValueOrder;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private static final Set<Need> LISTING = EnumSet.of(Need.LISTING);
    private static final Set<Need> INDEX = EnumSet.of(Need.LISTING, Need.INDEX);

    /** Rows are arrays: columns a and b are known from the listing, c and d from the index. */
    private static final Function<ColumnPath, BoundPath> COLUMNS = path -> {
        int column = "abcd".indexOf(path.names().get(0));
        return new BoundPath(
                DataTypes.IntegerType, EnumSet.of(column < 2 ? Need.LISTING : Need.INDEX), row -> ((Object[]) row)
                        [column]);
    };

    @Test
    void whatIsPossibleWithLessKnownIsNeverLessThanWhatHappens() {
        Random random = new Random(5);
        int decided = 0;
        for (int i = 0; i < 3000; i++) {
            Condition condition = random(random, 3);
            Condition.Test test = condition.bind(COLUMNS);
            Object[] row = {value(random), value(random), value(random), value(random)};
            int possible = test.outcomes(row, LISTING);
            int happens = test.outcomes(row, INDEX);
            assertThat(Integer.bitCount(happens))
                    .as("%s of %s", condition, Arrays.toString(row))
                    .isEqualTo(1);
            assertThat(happens).isEqualTo(brute(condition, row));
            assertThat(possible & happens)
                    .as("%s of %s", condition, Arrays.toString(row))
                    .isEqualTo(happens);
            decided += Outcomes.mayBeTrue(possible) ? 0 : 1;
        }
        assertThat(decided).as("rows that the listing rules out").isGreaterThan(300);
    }

    private static Condition random(Random random, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            ColumnPath path = ColumnPath.of(String.valueOf("abcd".charAt(random.nextInt(4))));
            if (random.nextInt(5) == 0) {
                return new Condition.NullTest(path, random.nextBoolean());
            }
            return new Comparison(
                    new Operand.Column(path),
                    Operator.values()[random.nextInt(Operator.values().length)],
                    new Operand.Literal((Integer) value(random), "?"));
        }
        Condition left = random(random, depth - 1);
        return switch (random.nextInt(3)) {
            case 0 -> new Condition.Not(left);
            case 1 -> new Condition.And(left, random(random, depth - 1));
            default -> new Condition.Or(left, random(random, depth - 1));
        };
    }

    private static Object value(Random random) {
        return random.nextInt(4) == 0 ? null : random.nextInt(3);
    }

    /** Truth tables written out: SQL's three values as -1, 0, 1, where AND is the least and OR the greatest of TRUE, NULL, FALSE. */
    private static int brute(Condition condition, Object[] row) {
        return List.of(Outcomes.FALSE, Outcomes.NULL, Outcomes.TRUE).get(truth(condition, row) + 1);
    }

    private static int truth(Condition condition, Object[] row) {
        if (condition instanceof Condition.Not not) {
            return -truth(not.condition(), row);
        }
        if (condition instanceof Condition.And and) {
            return Math.min(truth(and.left(), row), truth(and.right(), row));
        }
        if (condition instanceof Condition.Or or) {
            return Math.max(truth(or.left(), row), truth(or.right(), row));
        }
        if (condition instanceof Condition.NullTest test) {
            boolean isNull = COLUMNS.apply(test.column()).value().apply(row) == null;
            return isNull == test.isNull() ? 1 : -1;
        }
        Comparison comparison = (Comparison) condition;
        Integer a = (Integer) COLUMNS.apply(((Operand.Column) comparison.left()).path())
                .value()
                .apply(row);
        Integer b = (Integer) ((Operand.Literal) comparison.right()).value();
        if (a == null || b == null) {
            return comparison.operator() != Operator.SAME ? 0 : a == b ? 1 : -1;
        }
        int x = a;
        int y = b;
        Map<Operator, Boolean> holds = Map.of(
                Operator.EQUAL,
                x == y,
                Operator.SAME,
                x == y,
                Operator.NOT_EQUAL,
                x != y,
                Operator.LESS,
                x < y,
                Operator.LESS_OR_EQUAL,
                x <= y,
                Operator.GREATER,
                x > y,
                Operator.GREATER_OR_EQUAL,
                x >= y);
        return holds.get(comparison.operator()) ? 1 : -1;
    }

    @Test
    void textsHaveTheOrderOfTheirBytes() {
        Random random = new Random(9);
        String alphabet = "aZ~éߨ࠰一豈\ufeff\uffee𝄞😀";
        int[] characters = alphabet.codePoints().toArray();
        for (int i = 0; i < 5000; i++) {
            String a = text(random, characters);
            String b = text(random, characters);
            int bytes = Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
            assertThat(Integer.signum(ValueOrder.INSTANCE.compare(a, b)))
                    .as("%s and %s", a, b)
                    .isEqualTo(Integer.signum(bytes));
        }
    }

    private static String text(Random random, int[] characters) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }

    @Test
    void numbersHaveSparksOrder() {
        ValueOrder order = ValueOrder.INSTANCE;
        assertThat(order.compare(-0.0, 0.0)).isZero();
        assertThat(order.compare(-0.0f, 0.0f)).isZero();
        assertThat(order.compare(Double.NaN, Double.NaN)).isZero();
        assertThat(order.compare(Double.NaN, Double.POSITIVE_INFINITY)).isPositive();
        assertThat(order.compare(new BigDecimal("1.50"), new BigDecimal("1.5"))).isZero();
        assertThat(order.compare(false, true)).isNegative();
        Condition in = new Condition.In(
                new Operand.Column(ColumnPath.of("a")),
                List.of(new Operand.Literal(-0.0, "-0.0"), new Operand.Literal(new BigDecimal("2.0"), "2.0")));
        assertThat(in.bind(COLUMNS).outcomes(new Object[] {0.0}, INDEX)).isEqualTo(Outcomes.TRUE);
        assertThat(in.bind(COLUMNS).outcomes(new Object[] {new BigDecimal("2.00")}, INDEX))
                .isEqualTo(Outcomes.TRUE);
    }

    @Test
    void aHundredThousandFramesAreFilteredInMuchLessThanASecond() {
        Operand time = new Operand.Column(ColumnPath.of("frame_time"));
        Map<String, Function<FrameRow, Object>> columns = Map.of(
                "frame_time", row -> row.info().timeSeconds(),
                "frame_index", row -> row.info().index());
        Condition condition = new Condition.And(
                new Comparison(time, Operator.GREATER_OR_EQUAL, new Operand.Literal(10.0, "10.0")),
                new Condition.Or(
                        new Comparison(time, Operator.LESS, new Operand.Literal(20.0, "20.0")),
                        new Condition.In(
                                new Operand.Column(ColumnPath.of("frame_index")),
                                List.of(new Operand.Literal(99_000L, "99000")))));
        Condition.Test test = condition.bind(path -> {
            Function<FrameRow, Object> column = columns.get(path.toString());
            return new BoundPath(DataTypes.DoubleType, EnumSet.of(Need.INDEX), row -> column.apply((FrameRow) row));
        });
        VideoFile file = new VideoFile("file:/v.mp4", 1, 1, new ArrayList<>());
        FileSplit split = FileSplit.whole(file);
        long best = Long.MAX_VALUE;
        int passed = 0;
        for (int round = 0; round < 20; round++) {
            // Of this thread: the machine may be busy.
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            passed = 0;
            for (int i = 0; i < 100_000; i++) {
                FrameInfo info = new FrameInfo(0, i, i * 40L, null, 40, new Rational(1, 1000), false, null, null);
                FrameRow row = new FrameRow(split, 0, info, null, null, null, null);
                passed += Outcomes.mayBeTrue(test.outcomes(row, INDEX)) ? 1 : 0;
            }
            best = Math.min(best, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
        }
        assertThat(passed).isEqualTo(251);
        assertThat(best).as("nanoseconds").isLessThan(100_000_000L);
    }
}
