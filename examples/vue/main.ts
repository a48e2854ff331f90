import { createApp } from 'vue';
import FunnelPage from './funnel-page.vue';

createApp(FunnelPage).mount('#root');
