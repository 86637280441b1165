import { defineConfig } from "vite";

// The API serves the built page; while developing, `npm run dev` passes calls on to it.
export default defineConfig({
  build: { outDir: "dist", target: "es2020", assetsInlineLimit: 0 },
  server: { proxy: { "/api": "http://127.0.0.1:8000" } },
});
