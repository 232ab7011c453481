package dev.gyre.ipc.shapes;

import java.util.List;
import java.util.Map;

/** Beans of every visibility, in a package of their own, so that what is not public is out of reach. */
public final class PublicBeans {

    private PublicBeans() {}

    /** A public record. */
    public record Nested(double value, boolean enabled) {}

    /** A public record of records. */
    public record Complex(int id, String name, List<String> tags, Map<String, Object> metadata, Nested nested) {}

    /** A public bean with public accessors. */
    public static final class Bean {
        private int number;
        private String text = "";
        private long big;
        private boolean flag;

        public Bean() {}

        public Bean(int number, String text, long big, boolean flag) {
            this.number = number;
            this.text = text;
            this.big = big;
            this.flag = flag;
        }

        public int getNumber() {
            return number;
        }

        public void setNumber(int number) {
            this.number = number;
        }

        public String getText() {
            return text;
        }

        public void setText(String text) {
            this.text = text;
        }

        public long getBig() {
            return big;
        }

        public void setBig(long big) {
            this.big = big;
        }

        public boolean isFlag() {
            return flag;
        }

        public void setFlag(boolean flag) {
            this.flag = flag;
        }
    }

    /** A public bean of public fields. */
    public static final class Fields {
        public int number;
        public String text = "";

        public Fields() {}

        public Fields(int number, String text) {
            this.number = number;
            this.text = text;
        }
    }

    /** A public bean whose constructor its package alone may call. */
    public static final class PackageConstructor {
        public String text = "";

        PackageConstructor() {}

        public static PackageConstructor of(String text) {
            PackageConstructor bean = new PackageConstructor();
            bean.text = text;
            return bean;
        }
    }

    /** A public bean whose constructor its subclasses may call. */
    public static class ProtectedConstructor {
        public String text = "";

        protected ProtectedConstructor() {}

        public static ProtectedConstructor of(String text) {
            ProtectedConstructor bean = new ProtectedConstructor();
            bean.text = text;
            return bean;
        }
    }

    /** A public bean that only itself may construct. */
    public static final class PrivateConstructor {
        public String text = "";

        private PrivateConstructor() {}

        public static PrivateConstructor of(String text) {
            PrivateConstructor bean = new PrivateConstructor();
            bean.text = text;
            return bean;
        }
    }
}
